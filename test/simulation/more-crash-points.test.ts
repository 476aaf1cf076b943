import { testCrashPoints } from './crash-points-tests.ts'

testCrashPoints(1, 2)
