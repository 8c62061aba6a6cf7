/** The one local user, as servers with login disabled answer. */
import { Timestamp } from './common'
import { z } from './zod'

export const User = z
  .object({
    username: z.string(),
    name: z.string(),
    is_admin: z.literal(false),
    anonymous: z.literal(true).describe('There is no login'),
  })
  .meta({ id: 'User' })

export const ListedUser = User.extend({
  group: z.string().optional(),
  online: z.boolean(),
  last_seen: Timestamp,
}).meta({ id: 'ListedUser' })

export const UserPage = z
  .object({ total: z.number().int(), pages: z.number().int(), page: z.number().int(), per_page: z.number().int(), users: z.array(ListedUser) })
  .meta({ id: 'UserPage' })

export const Info = z
  .object({
    name: z.string(),
    author: z.string(),
    demo: z.string(),
    repo: z.string(),
    git: z.object({ tag: z.string() }),
    login_enabled: z.literal(false),
    total_users: z.literal(1),
    allow_registration: z.literal(false),
  })
  .meta({ id: 'Info' })

export type User = z.infer<typeof User>
export type ListedUser = z.infer<typeof ListedUser>
export type Info = z.infer<typeof Info>
