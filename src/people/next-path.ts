import { localeFrom } from '../kernel/locale.ts'

/** The slug of the meeting that a path of ours is about: `/en/unnm-2022/register` is about `unnm-2022`. */
export const meetingIn = (path: string | undefined): string | undefined => {
  const [, locale = '', slug] = path?.split(/[?#]/)[0]?.split('/') ?? []
  return localeFrom(locale) && slug && /^[a-z0-9-]{1,60}$/.test(slug) ? slug : undefined
}
