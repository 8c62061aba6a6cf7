// Property tests vary with the seed of the run; a failure prints it (tests/support/seed.ts).
import fc from 'fast-check'
import { testSeed } from './seed'

fc.configureGlobal({ seed: testSeed })
