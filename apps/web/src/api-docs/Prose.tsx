/** A sentence of the API's description, which is in English; what stands in backticks is code. */
export function Prose({ text }: { text: string }) {
  return (
    <p lang="en">
      <Words text={text} />
    </p>
  )
}

export function Words({ text }: { text: string }) {
  const parts = text.split(/`([^`]+)`/)
  return parts.map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))
}
