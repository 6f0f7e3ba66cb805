/* global WORDS */
// Marks what is on now and what comes next in the agenda, and leads there. Drawn in the browser because the page itself is the
// same for everybody and kept; nothing is announced, for nobody asked.

/** @param {Element} slot */
const spanOf = (slot) => {
  const [start, end] = [...slot.querySelectorAll('time')].filter((time) => !time.closest('.own'))
  return start && end ? { start: Date.parse(start.dateTime), end: Date.parse(end.dateTime), first: start } : undefined
}

/** Whether something takes place in a slot that one would go to. @param {Element} slot */
const isSession = (slot) =>
  !slot.classList.contains('pause') && slot.querySelector('.session') !== null && !isCancelled(slot)

/** @param {Element} slot */
const isCancelled = (slot) => {
  const sessions = [...slot.querySelectorAll('.session')]
  return sessions.length > 0 && sessions.every((session) => session.classList.contains('off'))
}

const slots = [...document.querySelectorAll('.slot, .cell')].flatMap((slot) => {
  const span = spanOf(slot)
  return span ? [{ slot, ...span }] : []
})

/** @param {'now' | 'next'} which */
const mark = (which) => {
  const small = document.createElement('small')
  small.dataset['mark'] = which
  const comma = document.createElement('span')
  comma.className = 'hidden'
  comma.textContent = ', '
  const when = document.createElement('span')
  when.className = 'when'
  when.innerHTML = WORDS.icons[which]
  when.append(WORDS[which])
  small.append(comma, when)
  return small
}

/** @param {Element} slot @param {'now' | 'next'} which */
const hang = (slot, which) => {
  const clock = slot.querySelector('.clock')
  if (!clock) return
  const last = clock.lastElementChild
  if (last?.matches('.hidden')) last.before(mark(which))
  else clock.append(mark(which))
}

/** The meeting's wall clock, by the offset that its own times carry. @param {HTMLTimeElement} time @param {number} now */
const clockLike = (time, now) => {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(time.dateTime) ?? []
  const shift = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  return new Date(now + shift).toISOString().slice(11, 16)
}

/** @param {HTMLTimeElement} time @param {number} now */
const jump = (time, now) => {
  const says = document.createElement('p')
  says.className = 'says screen'
  says.dataset['mark'] = 'jump'
  says.innerHTML = WORDS.icons.now
  const link = document.createElement('a')
  link.href = '#now'
  link.textContent = WORDS.goTo.replace('{{time}}', clockLike(time, now))
  says.append(link)
  return says
}

const draw = () => {
  const now = Date.now()
  for (const old of document.querySelectorAll('[data-mark]')) old.remove()
  for (const slot of document.querySelectorAll('.slot.now, .cell.now')) {
    slot.classList.remove('now')
    if (slot.id === 'now') slot.removeAttribute('id')
  }
  const on = slots.filter(({ slot, start, end }) => start <= now && now < end && !isCancelled(slot))
  for (const { slot } of on) {
    slot.classList.add('now')
    hang(slot, 'now')
  }
  const first = on[0]
  if (first) {
    first.slot.id = 'now'
    document.querySelector('.head .flow')?.append(jump(first.first, now))
  }
  // Next is only said of a meeting that has begun, on its day: weeks before it the whole agenda is "next".
  const next = slots
    .filter(({ slot, start }) => start > now && start - now < 18 * 3_600_000 && isSession(slot))
    .sort((a, b) => a.start - b.start)[0]
  if (next) hang(next.slot, 'next')
}

draw()
setInterval(draw, 30_000)
