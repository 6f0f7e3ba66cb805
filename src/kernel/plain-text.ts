/**
 * Characters that nobody means to write and that do harm where they are read: controls (a tab and line breaks aside), signs
 * that turn the direction of what follows, marks of byte order and of what could not be read, and code points that are no
 * characters (Unicode 16, 23.2, 23.7 and UAX 9). Joiners and direction marks stay: Persian, Hindi and emoji need them.
 */
const NOT_TEXT =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffd\ufffe\uffff]|[\ud83f\ud87f\ud8bf\ud8ff\ud93f\ud97f\ud9bf\ud9ff\uda3f\uda7f\udabf\udaff\udb3f\udb7f\udbbf\udbff][\udffe\udfff]/g

/** Text as somebody meant it; half a character (an unpaired surrogate) is none. */
export const plainText = (typed: string): string => typed.toWellFormed().replace(NOT_TEXT, '')

/** The same for every text in what a form or a program sent, names of fields aside. */
export const plainTexts = (sent: unknown): unknown => {
  if (typeof sent === 'string') return plainText(sent)
  if (typeof sent !== 'object' || sent === null) return sent
  for (const [name, value] of Object.entries(sent)) Reflect.set(sent, name, plainTexts(value))
  return sent
}
