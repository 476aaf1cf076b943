import { enrollmentBench, evening } from './enrollment-bench.ts'

/** For tests: a class of two paid students with two lessons, on the evening after the first. */
export async function classOfTwo(change: Readonly<Record<string, unknown>> = {}) {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup(change)
  const [first = '', second = ''] = await at.lessons(classGroupId, 2)
  const li = await at.enrolled(classGroupId, 1)
  const wang = await at.enrolled(classGroupId, 2)
  at.clock.set(evening(0))
  return { at, classGroupId, first, second, li, wang }
}
