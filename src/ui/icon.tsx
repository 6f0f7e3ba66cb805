import type { JSX } from 'preact'

const disc = <circle cx="8" cy="8" r="6.25" />

/** What each icon draws, on a grid of 16 (26 wide for two at once), in strokes of 1.5. */
const DRAWINGS = {
  plenary: <path d="M1.5 13a6.5 6.5 0 0 1 13 0M4.5 13a3.5 3.5 0 0 1 7 0M8 12.2v1.6" />,
  pin: <path d="M8 14.5S3 9.9 3 6.4a5 5 0 0 1 10 0C13 9.9 8 14.5 8 14.5zM8 7.6V5.2" />,
  calendar: <path d="M2 3.5h12v10.5H2zM2 7h12M5 1.75v3M11 1.75v3" />,
  document: <path d="M3.5 1.75h6l3 3v9.5h-9zM6 8h4M6 11h4" />,
  online: <path d="M1.75 3h12.5v8H1.75zM5.5 13.75h5" />,
  'in-person': <path d="M4.5 2v7h7M4.5 9v5M11.5 9v5M4.5 5.5h4" />,
  hybrid: <path d="M2 2v7h6M2 9v5M8 9v5M12 3h12v8H12zM15 13.75h6" />,
  interpretation: <path d="M2.5 9.5V8a5.5 5.5 0 0 1 11 0v1.5M2.5 9.5h2.25v4H2.5zM11.25 9.5h2.25v4h-2.25z" />,
  nameplate: <path d="M3.25 4h9.5l1.75 8.5h-13zM5 8.25h6" />,
  door: <path d="M3.5 14.25V1.75h9v12.5M1.5 14.25h13M9.75 8v.5" />,
  warning: <path d="M8 2 14.5 13.5h-13zM8 6.5v3.25M8 11v1.25" />,
  cross: <path d="M3 3l10 10M13 3L3 13" />,
  moved: <path d="M2 8h11M9 4l4 4-4 4" />,
  added: <path d="M8 2.5v11M2.5 8h11" />,
  words: <path d="M1.5 12.5 5 3.5l3.5 9M2.75 9.5h4.5M10 12.5v-5h4M10 10h3.25" />,
  sync: <path d="M13.5 6.5A6 6 0 0 0 2.4 5.6M2.5 9.5a6 6 0 0 0 11.1.9M2.25 2.5v3.25H5.5M13.75 13.5v-3.25H10.5" />,
  done: <path d="m2.5 8.5 3.5 3.5 7.5-8" />,
  now: <path d="M4 2.5v11L13 8z" fill="currentColor" />,
  next: <path d="M4 2.5v11L13 8z" />,
  confirmed: (
    <>
      <circle cx="8" cy="8" r="6.25" fill="currentColor" />
      <path d="m5 8.2 2.1 2.1L11 6" stroke="var(--paper)" />
    </>
  ),
  waiting: (
    <>
      {disc}
      <path d="M8 4v4l2.75 1.75" />
    </>
  ),
  half: (
    <>
      {disc}
      <path d="M8 1.75a6.25 6.25 0 0 0 0 12.5z" fill="currentColor" />
    </>
  ),
  dashed: <circle cx="8" cy="8" r="6.25" stroke-dasharray="2.2 2" />,
  none: (
    <>
      {disc}
      <path d="M4.5 8h7" />
    </>
  ),
} satisfies Record<string, JSX.Element>

/** The name of an icon: what it shows, or the state it stands for. */
export type IconName = keyof typeof DRAWINGS

/** Icons that point somewhere, and so turn round where people write from right to left. */
const POINTING: ReadonlySet<IconName> = new Set(['moved', 'now', 'next'])

/** Every icon there is. */
export const ICONS = Object.keys(DRAWINGS) as IconName[]

/** An icon beside words that say the same; hidden from who listens. `inline` stands in a running sentence. */
export const Icon = ({ name, inline = false }: { name: IconName; inline?: boolean }) => (
  <svg
    class={`icon${POINTING.has(name) ? ' way' : ''}${inline ? ' inline' : ''}`}
    viewBox={name === 'hybrid' ? '0 0 26 16' : '0 0 16 16'}
    aria-hidden="true"
  >
    {DRAWINGS[name]}
  </svg>
)
