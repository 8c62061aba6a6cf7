// zod without generated code, since the content security policy forbids eval. Everything imports z from here.
import { z } from 'zod'

z.config({ jitless: true })

export { z }
