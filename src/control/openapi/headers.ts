import { z } from 'zod'

/** Of a route that answers sentences. */
export const inLanguage = {
  'Accept-Language': z
    .string()
    .optional()
    .meta({ description: 'The language of its sentences: French or, by default, English', examples: ['fr'] }),
}
