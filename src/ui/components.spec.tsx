import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { LOCALES } from '../kernel/locale.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { ActionLink, Button, Form, Links } from './actions.tsx'
import { Change } from './change.tsx'
import { Clock, HiddenClock, TimeRange } from './clock.tsx'
import { DataTable } from './data-table.tsx'
import { Door } from './door.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Figures } from './figures.tsx'
import { Filled, SLOT } from './filled.tsx'
import { Filters } from './filters.tsx'
import { ICONS, Icon } from './icon.tsx'
import { LanguageCodes } from './language-codes.tsx'
import { LocalizedWords } from './localized.tsx'
import { Pagination } from './pagination.tsx'
import { fieldProblems, idOf, nameAt } from './problems.ts'
import { RadioChoices } from './radio-choices.tsx'
import { Select } from './select.tsx'
import { Stamp } from './stamp.tsx'
import { State } from './state.tsx'
import { Steps } from './steps.tsx'
import { Terms } from './terms.tsx'
import { TextInput } from './text-input.tsx'
import { Textarea } from './textarea.tsx'
import { Tick } from './tick.tsx'

const t = translator('en')
const html = (node: VNode): string => renderToString(node)
/** What is heard: text without tags and without what is hidden from assistive technology. */
const heard = (node: VNode): string =>
  html(node)
    .replace(/<(\w+)[^>]* aria-hidden="true"[^>]*>.*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, '')

describe('a question', () => {
  test('joins its label, hint and error to the control', () => {
    const input = html(
      <TextInput t={t} name="email" label="E-mail" hint="Your own" error="Give an address" type="email" value="a@b" />,
    )
    expect(input).toContain('<label for="email">E-mail</label>')
    expect(input).toContain('<p class="hint" id="email-hint">Your own</p>')
    expect(input).toContain('id="email-error"')
    expect(input).toContain('<span class="hidden">Error: </span>Give an address')
    expect(input).toMatch(
      /<input type="email" id="email" name="email" aria-describedby="email-hint email-error" aria-invalid="true" value="a@b"/,
    )
  })

  test('without hint and error promises none', () => {
    const input = html(<TextInput t={t} name="email" label="E-mail" />)
    expect(input).not.toMatch(/aria-describedby|aria-invalid/)
  })

  test.each(LOCALES)('says in %s that it is optional', (locale) => {
    const input = html(<TextInput t={translator(locale)} name="x" label="X" optional />)
    expect(input).toMatch(/<span class="quiet">\((optional|facultatif|opcional)\)<\/span>/)
  })

  test('keeps what was typed, as text', () => {
    const typed = '"><script>alert(1)</script>\'&'
    expect(html(<TextInput t={t} name="x" label="X" value={typed} />)).not.toContain('<script')
    expect(html(<Textarea t={t} name="x" label="X" value={typed} />)).not.toContain('<script')
    expect(html(<Textarea t={t} name="x" label="X" value={'\nsecond line'} />)).toContain('>\n\nsecond line</textarea>')
    expect(html(<Select t={t} name="x" label="X" options={[{ value: typed, label: typed }]} />)).not.toContain(
      '<script',
    )
  })

  test('in a list marks the answer given, and offers its other names to the script that finds by typing', () => {
    const select = html(
      <Select
        t={t}
        name="state"
        label="State"
        blank="Choose"
        value="CIV"
        find
        options={[
          { value: 'ARG', label: 'Argentina' },
          { value: 'CIV', label: 'Côte d’Ivoire', also: ['Ivory Coast', 'CIV'] },
        ]}
      />,
    )
    expect(select).toContain('<option value>Choose</option><option value="ARG">Argentina</option>')
    expect(select).toContain('<option value="CIV" selected data-also="Ivory Coast|CIV">Côte d’Ivoire</option>')
    expect(select).toMatch(/<select id="state" name="state" data-combobox/)
  })

  test('with a few answers is a group whose first answer the error summary leads to', () => {
    const error = 'Choose how you attend'
    const group = html(
      <RadioChoices
        t={t}
        name="days[0][mode]"
        label="19 October"
        error={error}
        value="online"
        choices={[
          { value: 'in-person', label: 'In person', note: 'Full: waiting list', then: true },
          { value: 'online', label: 'Online' },
        ]}
      >
        <p>The room is full.</p>
      </RadioChoices>,
    )
    expect(group).toMatch(/^<fieldset class="field" aria-describedby="days-0-mode-error"><legend>19 October<\/legend>/)
    expect(group).toContain('<input type="radio" name="days[0][mode]" value="in-person" id="days-0-mode" data-then')
    expect(group).toMatch(/value="online" checked/)
    expect(group).toContain('</div><div class="then field"><p>The room is full.</p></div></fieldset>')
    const summary = html(<ErrorSummary t={t} errors={[{ name: 'days[0][mode]', message: error }]} />)
    expect(summary).toContain('href="#days-0-mode"')
  })

  test('to tick holds its hint in its label', () => {
    const tick = html(<Tick t={t} name="stay" label="Keep me signed in" hint="Not on a shared computer." checked />)
    expect(tick).toMatch(/^<label class="tick"><input type="checkbox" id="stay" name="stay" checked/)
    expect(tick).toContain('<small class="hint">Not on a shared computer.</small>')
  })

  test('is named by the JSON pointer of its error', () => {
    expect(nameAt('/days/0/mode')).toBe('days[0][mode]')
    expect(nameAt('/a~1b/~0')).toBe('a/b[~]')
    expect(idOf('days[0][mode]')).toBe('days-0-mode')
    expect(fieldProblems('fr', [{ pointer: '/email', message: 'email.missing' }])).toEqual([
      { name: 'email', message: 'Indiquez votre adresse électronique' },
    ])
  })
})

test('no errors, no summary', () => {
  expect(html(<ErrorSummary t={t} errors={[]} />)).toBe('')
  expect(html(<ErrorSummary t={t} errors={undefined} />)).toBe('')
})

test('steps say which are done and which are to come', () => {
  const steps = <Steps t={t} steps={['You', 'Attendance', 'Check']} current={1} />
  expect(html(steps)).toContain('<li aria-current="step"><span>Attendance</span></li>')
  expect(heard(steps)).toBe('You, doneAttendanceCheck, to come')
})

describe('times', () => {
  const at = (time: string) => Temporal.ZonedDateTime.from(`2022-10-18T${time}[Europe/Zurich]`)

  test('are one range to see and a sentence to hear', () => {
    const range = <TimeRange t={t} start={at('10:00')} end={at('11:15')} />
    expect(html(range)).toContain('<time datetime="2022-10-18T10:00+02:00">10:00</time>')
    expect(heard(range)).toBe('10:00 to 11:15')
    expect(heard(<TimeRange t={translator('fr')} start={at('10:00')} end={at('11:15')} />)).toBe('10:00 à 11:15')
  })

  test('begin a heading, so that a list of headings is a timetable', () => {
    expect(heard(<Clock t={t} as="span" start={at('10:00')} end={at('11:15')} />)).toBe('10:00 to 11:15, ')
    expect(heard(<HiddenClock t={t} start={at('10:00')} end={at('11:15')} />)).toBe('10:00 to 11:15, ')
    expect(heard(<Clock t={t} start={at('10:00')} end={at('11:15')} />)).toBe('10:00 to 11:15')
  })
})

describe('words in other languages', () => {
  test('are marked where content falls back', () => {
    expect(html(<LocalizedWords of={{ text: 'Opening', lang: 'en' }} locale="es" />)).toBe(
      '<span lang="en">Opening</span>',
    )
    expect(html(<LocalizedWords of={{ text: 'Apertura', lang: 'es' }} locale="es" />)).toBe('Apertura')
  })

  test('languages are codes to see and names to hear', () => {
    const codes = <LanguageCodes locale="fr" languages={['en', 'fr', 'es']} label="Interprétation :" />
    expect(heard(codes)).toBe('Interprétation : anglais, français, espagnol')
    expect(html(codes)).toContain('<span aria-hidden="true">EN FR ES</span>')
  })

  test('a sentence takes elements where its slots are', () => {
    expect(html(<Filled words={`Agenda of ${SLOT}, by ${SLOT}.`} with={[<b>a</b>, <i>b</i>]} />)).toBe(
      'Agenda of <b>a</b>, by <i>b</i>.',
    )
  })
})

describe('what is not only colour', () => {
  test.each(ICONS)('the icon %s is not heard', (name) => {
    expect(html(<Icon name={name} />)).toMatch(/^<svg class="icon( way)?" viewBox="0 0 (16|26) 16" aria-hidden="true">/)
  })

  test.each(LOCALES)('a state has words in %s', (locale) => {
    for (const is of [
      'confirmed',
      'waiting',
      'with-focal-point',
      'under-review',
      'declined',
      'withdrawn',
      'not-attending',
    ] as const)
      expect(heard(<State t={translator(locale)} is={is} />)).toMatch(/^\p{Lu}[\p{L} ’]+$/u)
  })

  test('a rank on the waiting list is said', () => {
    expect(heard(<State t={t} is="waiting" rank={12} />)).toBe('Waiting list, number 12')
    expect(heard(<State t={translator('fr')} is="waiting" rank={1} />)).toBe('Liste d’attente, 1er rang')
  })

  test('a change has its word beside its bar', () => {
    expect(
      html(
        <Change t={t} is="moved">
          was 16:30
        </Change>,
      ),
    ).toContain('</svg>Moved <small>was 16:30</small></p>')
  })

  test('a label wears its stage', () => {
    expect(html(<Stamp stage="draft">Draft</Stamp>)).toBe('<strong class="stamp draft">Draft</strong>')
  })
})

test('an answer to check says what its link changes', () => {
  const terms = html(
    <Terms
      terms={[
        {
          term: 'Language',
          detail: 'Español',
          action: (
            <ActionLink href="/en/x" about="language">
              Change
            </ActionLink>
          ),
        },
      ]}
    />,
  )
  expect(terms).toBe(
    '<dl class="terms"><div><dt>Language</dt><dd>Español</dd><dd><a href="/en/x">Change<span class="hidden"> language</span></a></dd></div></dl>',
  )
})

test('a table stays one for who listens, and names each cell where it becomes cards', () => {
  const table = html(
    <DataTable
      t={t}
      caption="2 registrations"
      columns={[{ name: 'Who', href: '?sort=who', sorted: 'ascending' }, { name: '18 October' }]}
      rows={[
        { header: 'Director', cells: ['Confirmed'], pick: { name: 'pick', value: 'R-1', label: 'Select Director' } },
      ]}
    />,
  )
  expect(table).toContain('<table class="data" role="table">')
  expect(table).toContain('<th role="columnheader" scope="col" aria-sort="ascending"><a href="?sort=who">Who</a>')
  expect(table).toContain('<th role="rowheader" scope="row">Director</th>')
  expect(table).toContain('<td role="cell" data-label="18 October"><span>Confirmed</span></td>')
  expect(table).toContain('aria-label="Select Director"')
})

test('figures are terms, and their bar has words', () => {
  const figures = html(
    <Figures
      figures={[
        { label: 'In person', figure: 187, note: 'of 220', progress: { value: 187, max: 220, label: 'Seats taken' } },
      ]}
    />,
  )
  expect(figures).toContain(
    '<div><dt>In person</dt><dd>187</dd><dd><progress value="187" max="220" aria-label="Seats taken">',
  )
})

test('a door says first whether it is open', () => {
  expect(
    heard(
      <Door open={false} headline="Not open to Member States">
        <p>Why</p>
      </Door>,
    ),
  ).toBe('Not open to Member StatesWhy')
  expect(html(<Door open headline="Open" />)).toContain('class="door open flow"')
})

test('a list goes on by links, and says nothing where it is whole', () => {
  expect(html(<Pagination t={t} next="?after=2" />)).toContain('<a href="?after=2" rel="next">Next page</a>')
  expect(html(<Pagination t={t} />)).toBe('')
})

test('filters stand in the address', () => {
  const filters = html(
    <Filters t={t} action="/en/desk" label="Filter registrations" clear="/en/desk">
      {null}
    </Filters>,
  )
  expect(filters).toContain(
    '<form class="filters" method="get" action="/en/desk" role="search" aria-label="Filter registrations">',
  )
})

test('a form is sent as it is: the browser’s own bubbles are neither translated nor kept', () => {
  expect(html(<Form action="/en/x">{null}</Form>)).toBe('<form method="post" action="/en/x" novalidate></form>')
})

test('a button can be pressed by a key that it shows', () => {
  expect(html(<Button keys="C">Confirm</Button>)).toBe(
    '<button class="button" aria-keyshortcuts="c">Confirm <kbd>C</kbd></button>',
  )
})

test('small links say which of them is this page', () => {
  expect(html(<Links links={[{ href: '?a', children: 'A', current: true }]} />)).toBe(
    '<ul class="links"><li><a href="?a" aria-current="page">A</a></li></ul>',
  )
})
