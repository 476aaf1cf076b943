import * as z from 'zod'
import { whenAsked } from '../../../contracts/deferred.ts'

/** The title of a class or an activity, in both languages. */
export const title = whenAsked(() => ({ 'title.zh-CN': z.string(), 'title.en': z.string() }))

/** One line below the other, without the empty ones. */
export const lines = (parts: readonly string[]): string => parts.filter(Boolean).join('\n')
