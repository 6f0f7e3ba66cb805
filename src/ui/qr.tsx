import QRCode from 'qrcode'

/** The white border that a reader of QR codes needs, in modules. */
const QUIET = 4

/** Runs of dark modules as strokes of one path: `M4 4.5h7m1 0h1…`; far shorter than a rectangle each. */
const pathOf = (code: QRCode.QRCode): string => {
  const { size, data } = code.modules
  let path = ''
  for (let row = 0; row < size; row++) {
    let gap = QUIET
    let run = 0
    let begun = false
    for (let column = 0; column <= size; column++) {
      if (column < size && data[row * size + column]) {
        run++
        continue
      }
      if (run > 0) {
        path += begun ? `m${gap} 0h${run}` : `M${gap} ${row + QUIET + 0.5}h${run}`
        begun = true
        gap = 0
        run = 0
      }
      gap++
    }
  }
  return path
}

/** The same as a picture of its own, for documents that are not pages. */
export const qrSvg = (of: string): string => {
  const code = QRCode.create(of, { errorCorrectionLevel: 'M' })
  const size = code.modules.size + 2 * QUIET
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path stroke="#000" d="${pathOf(code)}"/></svg>`
  )
}

/** A text as a QR code, drawn in the page: always dark on white, or cameras fail on it. */
export const QrCode = ({ of, label, large = false }: { of: string; label: string; large?: boolean }) => {
  const code = QRCode.create(of, { errorCorrectionLevel: 'M' })
  const size = code.modules.size + 2 * QUIET
  return (
    <span class={large ? 'qr large' : 'qr'}>
      <svg
        role="img"
        aria-label={label}
        xmlns="http://www.w3.org/2000/svg"
        viewBox={`0 0 ${size} ${size}`}
        shape-rendering="crispEdges"
      >
        <path fill="#ffffff" d={`M0 0h${size}v${size}H0z`} />
        <path stroke="#000000" d={pathOf(code)} />
      </svg>
    </span>
  )
}
