// Looks again while the door of a session is shut, so that who keeps the page open sees how long it still takes, and gets the
// button when it opens. The countdown is not announced; the button appearing is. Without this the page says when to come back.

const EVERY = 30_000

const status = document.createElement('p')
status.className = 'hidden'
status.role = 'status'
document.querySelector('main')?.append(status)

/** The door of a page that came in: open or not, for this reader or not. @param {string} html */
const doorIn = (html) => new DOMParser().parseFromString(html, 'text/html')

const look = async () => {
  const here = document.getElementById('door')
  // Who is elsewhere sees nothing of it; they look when they come back.
  if (!here || document.hidden) return
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  // 403 is a page as well: not open to this reader, and why.
  if (!answer || (!answer.ok && answer.status !== 403) || answer.redirected) return
  const page = doorIn(await answer.text())
  const door = page.getElementById('door')
  if (!door || door.innerHTML === here.innerHTML) return
  here.replaceChildren(...door.childNodes)
  document.title = page.title
  const button = here.querySelector('button')
  if (!button) return
  status.textContent = button.textContent
  stop()
}

const timer = setInterval(() => void look(), EVERY)
const onReturn = () => void look()
document.addEventListener('visibilitychange', onReturn)

const stop = () => {
  clearInterval(timer)
  document.removeEventListener('visibilitychange', onReturn)
}

// An open door stays as it is: the button must not vanish under a finger.
if (document.querySelector('#door button')) stop()
