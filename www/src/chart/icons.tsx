import type { Mark } from "../text/words";

/** Each mark has a shape of its own, so that no colour has to be told apart. Drawn in a square of 14. */
const shapes: Record<Mark, preact.JSX.Element> = {
  top_up: <path d="M7 1.5 12.5 7 7 12.5 1.5 7ZM7 4.5v5M4.5 7h5" />,
  recharge: (
    <>
      <circle cx="7" cy="7" r="6" class="solid" />
      <path d="M7 10.2V4M4.4 6.4 7 3.8l2.6 2.6" class="on-solid" />
    </>
  ),
  alert: (
    <>
      <path d="M7 1.2 13.3 12.4H.7Z" />
      <path d="M7 5v3.4M7 10.2v.6" />
    </>
  ),
  ran_out: (
    <>
      <circle cx="7" cy="7" r="5.6" />
      <path d="M3 11 11 3" />
    </>
  ),
  failed: <path d="M2.5 2.5l9 9M11.5 2.5l-9 9" class="heavy" />,
  held: <path d="M4.4 2v10M9.6 2v10" class="heavy" />,
  suspended: (
    <>
      <path d="M4.3.8h5.4l3.5 3.5v5.4l-3.5 3.5H4.3L.8 9.7V4.3Z" class="solid" />
      <path d="M4 7h6" class="on-solid" />
    </>
  ),
  restored: <path d="M3 1.5 12.5 7 3 12.5Z" class="solid" />,
};

export function Icon({ mark, x, y }: { mark: Mark; x?: number; y?: number }) {
  if (x === undefined || y === undefined) {
    return (
      <svg class={`icon mark-${mark}`} viewBox="0 0 14 14" aria-hidden="true">
        {shapes[mark]}
      </svg>
    );
  }
  return (
    <g class={`icon mark-${mark}`} transform={`translate(${x - 7} ${y - 7})`}>
      {shapes[mark]}
    </g>
  );
}
