// What a yardstick sends under: the headers of our own answer, but those of the connection, which node:http sets for itself.
const OF_THE_CONNECTION = ['date', 'connection', 'keep-alive', 'transfer-encoding']

/** The headers of an answer that another server can send as they are. */
export const endToEnd = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name)))
