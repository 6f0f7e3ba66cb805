/** The words of the page's language, set before each script by `ui/assets.ts`. */
declare const WORDS: {
  // combobox.js
  none: string
  found: Record<string, string>
  // autosave.js
  saved: string
  notSaved: string
  restored: string
  inTab: string
  signedOut: string
  signIn: string
  // own-time.js
  to: string
  yours: string
  below: string
  pin: string
  cities: Record<string, string>
  // now-next.js
  now: string
  next: string
  goTo: string
  icons: { now: string; next: string }
  // my-agenda.js
  follow: string
  clash: string
  warning: string
  // keep-offline.js
  keep: string
  forget: string
  kept: string
  keptShown: string
  keepFailed: string
  worker: string
  // room-screen.js
  lost: string
  // last-look.js
  looked: string
  whatChanged: string
}
