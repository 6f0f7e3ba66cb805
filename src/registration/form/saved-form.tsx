import { createHash, randomUUID } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import { Form } from '../../ui/actions.tsx'
import type { OwnRegistration } from '../own/own.ts'
import type { Step } from '../registration.ts'

/** Names what somebody has said in a registration that was sent: another name when any of it is changed. */
const saidVersion = ({ id, names, jobTitle, claim, wishes, answers, language }: OwnRegistration): string =>
  createHash('sha256')
    .update(JSON.stringify([id, names, jobTitle, claim, wishes, answers, language]))
    .digest('base64url')
    .slice(0, 16)

/**
 * The form of a step. While it is filled in for the first time, a script saves what is typed; of what was sent and is being
 * changed, it remembers in the tab what is typed, until it is saved (`browser/autosave.js`).
 */
export const SavedForm = ({
  action,
  frame: { changing, closed, whose },
  step,
  children,
  ...rest
}: {
  /** The path of the step. */
  action: string
  frame: { changing?: OwnRegistration | undefined; closed?: string | undefined; whose: string }
  step: Step
  class?: string
  enctype?: string
  children: ComponentChildren
}) => (
  <Form action={action} {...rest}>
    <input type="hidden" name="whose" value={whose} />
    {step !== 'check' &&
      (changing ? (
        <input type="hidden" name="edit" value={saidVersion(changing)} data-remember={action} />
      ) : (
        <input type="hidden" name="edit" value={randomUUID()} data-save={`${action}/draft`} data-closed={closed} />
      ))}
    {children}
  </Form>
)
