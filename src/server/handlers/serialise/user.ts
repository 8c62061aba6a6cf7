import type { ListedUser, User } from '@/contract/user'
import { LOCAL_USER } from '../../db/store/stamp'

export const user: User = { username: LOCAL_USER, name: 'You', is_admin: false, anonymous: true }

/** The user in lists of users: online, since the request is theirs. */
export const listedUser = (): ListedUser => ({ ...user, online: true, last_seen: { $date: Date.now() } })
