import type { Mark } from "../text/marks";

/** Each mark has a shape of its own, so that no colour has to be told apart. Drawn in a square of 14. */
const shapes: Record<Mark, preact.JSX.Element> = {
  top_up: <path d="M7 1.5 12.5 7 7 12.5 1.5 7ZM7 4.5v5M4.5 7h5" />,
  recharge: (
    <>
      <circle cx="7" cy="7" r="6" class="solid" />
      <path d="M7 10.2V4M4.4 6.4 7 3.8l2.6 2.6" class="on-solid" />
    </>
  ),
  credit: <path d="M1.5 5h11v7.5h-11ZM7 5v7.5M7 5C4.5 5 3.5 1.5 5.5 1.5S7 5 7 5s0-3.5 1.5-3.5S9.5 5 7 5" />,
  expired: (
    <>
      <circle cx="7" cy="7" r="5.6" />
      <path d="M7 3.6V7l2.3 2" />
    </>
  ),
  returned: <path d="M5 1.5 1.5 5 5 8.5M1.5 5h7a3.7 3.7 0 0 1 0 7.4H5" />,
  adjusted: <path d="M1.5 4h11M1.5 10h11M5 2v4M9 8v4" />,
  invoice: <path d="M3 1h8v12l-2-1.3L7 13l-2-1.3L3 13ZM5.3 4.5h3.4M5.3 7.5h3.4" />,
  paid: <path d="M1.5 7.5 5.2 11.2 12.5 3.2" class="heavy" />,
  hold: <path d="M3 6.5h8V13H3ZM4.8 6.5V4a2.2 2.2 0 0 1 4.4 0v2.5" />,
  limit: <path d="M1.5 3h11M7 12.5V5.5M4 8.3 7 5.3l3 3" />,
  method: <path d="M1 3h12v8.5H1ZM1 6h12" />,
  denied: (
    <>
      <circle cx="7" cy="7" r="5.6" />
      <path d="M4 7h6" />
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
