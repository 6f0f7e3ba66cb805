/**
 * Data for search engines in the head of a page. The policy of the page allows no inline script; this is none: a browser runs
 * nothing of a type it does not know as one (HTML, "data block").
 */
export const JsonLd = ({ data }: { data: object }) => (
  <script
    type="application/ld+json"
    // Escaped so that nothing in it can end the element or begin another (HTML, "restrictions for contents of script").
    // oxlint-disable-next-line react/no-danger -- JSON, with every `<` written as \u003c
    dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll('<', '\\u003c') }}
  />
)
