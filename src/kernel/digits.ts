/** Digits of any script as ASCII ones: who writes Arabic types ٤ for 4. */
export const asciiDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0)!
    // Each script's digits stand in one row of ten.
    const value = zero
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && value - zero < 9) zero--
    return String(value - zero)
  })
