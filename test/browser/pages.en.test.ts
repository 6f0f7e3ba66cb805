import { describe } from 'vitest'
import { meetPages } from './meet-pages.ts'

describe('in en', () => meetPages('en'))
