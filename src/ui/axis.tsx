import type { ComponentChildren } from 'preact'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { ErrorSummary } from './error-summary.tsx'
import type { FieldProblem } from './problems.ts'

/** A second, quieter line of the rail. */
const Under = ({ children }: { children: ComponentChildren }) => (
  <>
    <br />
    <span class="quiet">{children}</span>
  </>
)

/** A part of a page: its title hangs before the axis, what is read stands on it. */
export const Axis = ({
  title,
  under,
  id,
  screen = false,
  children,
}: {
  title: ComponentChildren
  /** A quiet line below the title. */
  under?: ComponentChildren
  /** Where links lead to it. */
  id?: string
  /** Only offers what one does on a screen; it is not printed. */
  screen?: boolean
  children: ComponentChildren
}) => (
  <section class={screen ? 'axis screen' : 'axis'} id={id}>
    <h2 class="rail">
      {title}
      {under !== undefined && <Under>{under}</Under>}
    </h2>
    {children}
  </section>
)

/** The head of a page: where you are (rail), what is wrong, the title, and the sentence that says the main thing. */
export const PageHead = ({
  t,
  rail,
  under,
  errors,
  before,
  title,
  lang,
  lead,
  children,
}: {
  t: TFunction
  rail?: ComponentChildren
  under?: ComponentChildren
  errors?: readonly FieldProblem[] | undefined
  /** Stands above the title, such as `Steps`. */
  before?: ComponentChildren
  title: ComponentChildren
  /** The language of the title, where it is not the page's. */
  lang?: string | undefined
  lead?: ComponentChildren
  children?: ComponentChildren
}) => (
  <div class="axis head">
    {rail !== undefined && (
      <p class="rail">
        {rail}
        {under !== undefined && <Under>{under}</Under>}
      </p>
    )}
    <div class="flow">
      <ErrorSummary t={t} errors={errors} />
      {before}
      <h1 lang={lang}>{title}</h1>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </div>
  </div>
)

/** The head of a desk page: title, a quiet line, and what can be done from here. */
export const DeskHead = ({
  t,
  errors,
  title,
  under,
  children,
}: {
  t: TFunction
  errors?: readonly FieldProblem[] | undefined
  title: ComponentChildren
  under?: ComponentChildren
  children?: ComponentChildren
}) => (
  <>
    <ErrorSummary t={t} errors={errors} />
    <div class="desk-head">
      <div>
        <h1>{title}</h1>
        {under !== undefined && <p class="quiet">{under}</p>}
      </div>
      {children}
    </div>
  </>
)
