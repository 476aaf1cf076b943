import { expect, test } from 'vitest'
import { UnsupportedTemplate } from '../assembly/intrinsics.ts'
import { compileRouteKey, findRoute } from './route-matching.ts'

/** The routes of the developer guide's example of how API Gateway chooses. */
const routes = ['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'].map(
  (key) => ({
    key,
    pattern: compileRouteKey(key),
  }),
)
const find = (method: string, path: string) => findRoute(routes, method, path)

test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
  ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
  ['POST', '/test/5', 'ANY /{proxy+}'],
])('%s %s goes to %s', (method, path, key) => {
  expect(find(method, path)?.route.key).toBe(key)
})

test('a method of its own comes before ANY', () => {
  const both = ['ANY /a', 'GET /a'].map((key) => ({ key, pattern: compileRouteKey(key) }))
  expect(findRoute(both, 'GET', '/a')?.route.key).toBe('GET /a')
  expect(findRoute(both, 'PUT', '/a')?.route.key).toBe('ANY /a')
})

test('path variables are decoded, a greedy one keeps its slashes', () => {
  expect(find('GET', '/pets/dog/a%20b')?.variables).toEqual({ id: 'a b' })
  expect(find('GET', '/pets/cat/1')?.variables).toEqual({ proxy: 'cat/1' })
})

test('without a route that fits there is none', () => {
  const one = [{ pattern: compileRouteKey('GET /a/{id}') }]
  for (const path of ['/a', '/a/', '/a/1/b', '/b/1']) expect(findRoute(one, 'GET', path)).toBeUndefined()
  expect(findRoute(one, 'POST', '/a/1')).toBeUndefined()
})

test.each(['/a', 'GET a', 'GET /{rest+}/a'])('%s is no route key', (key) => {
  expect(() => compileRouteKey(key)).toThrow(UnsupportedTemplate)
})
