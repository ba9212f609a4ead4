import sanitizeHtml, { type IOptions } from 'sanitize-html'

const TEXT_TAGS = [
  'a abbr b blockquote br caption center cite code col colgroup dd del div dl dt em font h1 h2 h3 h4 h5 h6',
  'hr i img ins kbd li ol p pre q s small span strike strong sub sup table tbody td tfoot th thead tr u ul',
].flatMap((line) => line.split(' '))

/** A picture that stands in the message itself. Drawings (svg) can hold script and load what they like. */
const OWN_PICTURE = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/i
const WHOLE_ADDRESS = /^(https?|mailto|tel):/i
/** What nobody writes, and the time it takes grows with the square of it: nobody else is served meanwhile. */
const DEEPEST = 1_000
const MOST_TAGS = 50_000
/** Attributes through which one element or another loads something. */
const LOADING = ['src', 'srcset', 'background', 'poster', 'data', 'href', 'xlink:href', 'action']
const LOADS_BY_LINK = new Set(['link', 'image', 'feimage', 'use', 'base'])

/**
 * A message's HTML made harmless: what gives text its shape stays. Script, style, forms, frames, drawings,
 * and whatever loads something from elsewhere go, by a list of what may stay (sanitize-html).
 *
 * It is shown in a sandboxed frame besides: this is one of two walls, and neither trusts the other.
 *
 * @returns `html`: null where it is made to take for ever; `blocked`: how many pictures and the like from elsewhere were
 * left out
 */
export function sanitizeBody(html: string): { html: string | null; blocked: number } {
  let blocked = 0
  let depth = 0
  let tags = 0
  const options: IOptions = {
    allowedTags: TEXT_TAGS,
    allowedAttributes: {
      // No title: what a link says of itself may be a lie about where it leads.
      a: ['href', 'rel'],
      img: ['src', 'alt', 'width', 'height'],
      col: ['span'],
      colgroup: ['span'],
      td: ['colspan', 'rowspan', 'align', 'valign'],
      th: ['colspan', 'rowspan', 'align', 'valign', 'scope'],
      ol: ['start', 'type'],
      '*': ['dir', 'lang'],
    },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['data'] },
    allowProtocolRelative: false,
    // Their text is no text.
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'svg', 'math'],
    nestingLimit: 200,
    onOpenTag(name, attributes) {
      depth += 1
      tags += 1
      if (depth > DEEPEST || tags > MOST_TAGS) throw new TooMuch()
      blocked += countLoaded(name, attributes)
    },
    onCloseTag() {
      depth -= 1
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !OWN_PICTURE.test(attribs.src ?? ''),
    transformTags: {
      a: (_tag, { href = '', ...attributes }) => ({
        tagName: 'a',
        attribs: {
          // An address that is not whole leads nowhere from a mailbox.
          ...(WHOLE_ADDRESS.test(href) && { href }),
          ...attributes,
          // Whoever follows a link tells its site nothing of us.
          rel: 'noopener noreferrer nofollow',
        },
      }),
    },
  }
  try {
    return { html: sanitizeHtml(html, options), blocked }
  } catch (error) {
    if (error instanceof TooMuch) return { html: null, blocked: 0 }
    throw error
  }
}

/** The parser has no other way to be stopped. */
class TooMuch extends Error {
  override readonly name = 'TooMuch'
}

function countLoaded(name: string, attributes: Record<string, string>): number {
  const values = Object.entries(attributes)
    .filter(([attribute]) => LOADING.includes(attribute.toLowerCase()))
    .filter(([attribute]) => !attribute.endsWith('href') || LOADS_BY_LINK.has(name.toLowerCase()))
    .map(([, value]) => value)
  const styles = attributes.style?.match(/url\s*\(/gi) ?? []
  return values.filter((value) => !/^\s*(data|cid):/i.test(value)).length + styles.length
}
