import { testCrashPoints } from './crash-points-tests.ts'

testCrashPoints(0, 2)
