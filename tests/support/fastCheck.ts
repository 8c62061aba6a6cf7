// Property tests try the same values each time, so that a failure is of the change at hand; FC_SEED=<number> tries others.
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261125) })
