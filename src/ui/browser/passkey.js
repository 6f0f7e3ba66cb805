// Lets a browser that can make or use a passkey do so: its answer goes into the form, and the form is sent. Without this the
// page offers the other ways.

/** @param {string} text */
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

/** @param {ArrayBuffer} buffer */
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** What the server said, in bytes where the browser wants bytes. @param {any} options */
const asked = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...Object.fromEntries(
    ['excludeCredentials', 'allowCredentials'].flatMap((name) =>
      options[name] ? [[name, options[name].map((/** @type {any} */ one) => ({ ...one, id: bytes(one.id) }))]] : [],
    ),
  ),
})

/** What the browser answered, as the server reads it. @param {any} credential */
const answerOf = ({ id, rawId, type, response, authenticatorAttachment }) => ({
  id,
  type,
  rawId: text(rawId),
  authenticatorAttachment,
  clientExtensionResults: {},
  response: {
    ...Object.fromEntries(
      ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].flatMap((name) =>
        response[name] ? [[name, text(response[name])]] : [],
      ),
    ),
    ...(response.getTransports && { transports: response.getTransports() }),
  },
})

/** @param {HTMLFormElement} form */
const use = async (form) => {
  const { passkey, options = '' } = form.dataset
  const answer = await fetch(options, { method: 'POST' })
  const publicKey = asked(await answer.json())
  const credential = await (passkey === 'create'
    ? navigator.credentials.create({ publicKey })
    : navigator.credentials.get({ publicKey }))
  const field = form.elements.namedItem('answer')
  if (field instanceof HTMLInputElement) field.value = JSON.stringify(answerOf(credential))
  form.submit()
}

if ('PublicKeyCredential' in window)
  for (const form of document.querySelectorAll('form')) {
    if (!form.dataset.passkey) continue
    form.hidden = false
    form.parentElement?.querySelector('[data-without-passkeys]')?.remove()
    const sorry = form.querySelector('[role="alert"]')
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (sorry instanceof HTMLElement) sorry.hidden = true
      use(form).catch(() => {
        if (sorry instanceof HTMLElement) sorry.hidden = false
      })
    })
  }
