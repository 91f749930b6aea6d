import { type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react'
import styles from './popover-button.module.css'

const margin = 12
/** As the style sheet has it. */
const width = 360

/** A button with a popover beside it. The browser closes it at Escape and at a click elsewhere, and gives the focus back. */
export function PopoverButton({
  name,
  title,
  className,
  button,
  current,
  children,
}: {
  /** What the popover is, for who does not see where it opened. */
  name: string
  title?: string
  className?: string | undefined
  button: ReactNode
  current?: boolean | undefined
  /** Drawn while it is open. `close` is for a link that leads away. */
  children: (close: () => void) => ReactNode
}) {
  const id = useId()
  const opener = useRef<HTMLButtonElement>(null)
  const popover = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const place = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return
    setOpen(event.newState === 'open')
    if (!opener.current) return
    if (event.newState === 'closed') {
      // The button that had the focus may be gone, and the focus with it.
      const { activeElement } = document
      if (activeElement === document.body || popover.current?.contains(activeElement)) opener.current.focus()
      return
    }
    const { left, right, top, bottom } = opener.current.getBoundingClientRect()
    const { style } = event.currentTarget
    // Below the button, or above it in the bar at the foot; whichever of its edges has room beside it.
    const below = top < innerHeight / 2
    style.top = below ? `${bottom + 6}px` : 'auto'
    style.bottom = below ? 'auto' : `${innerHeight - top + 6}px`
    style.maxHeight = `${(below ? innerHeight - bottom : top) - 6 - margin}px`
    const toTheRight = left < innerWidth / 2
    style.left = toTheRight ? `${Math.max(margin, Math.min(left, innerWidth - width - margin))}px` : 'auto'
    style.right = toTheRight ? 'auto' : `${Math.max(margin, innerWidth - Math.max(right, width + margin))}px`
  }
  return (
    <>
      <button
        ref={opener}
        type="button"
        title={title}
        className={className}
        popoverTarget={id}
        aria-current={current ? 'page' : undefined}
      >
        {button}
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={name}
        className={styles.popover}
        onBeforeToggle={place}
      >
        {open && children(() => popover.current?.hidePopover())}
      </div>
    </>
  )
}
