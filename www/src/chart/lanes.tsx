import type { Day } from "../model/days";
import { markOfEffect, markOfKind, markWord, marks, type Mark } from "../text/marks";
import { Icon } from "./icons";
import type { Scale } from "./scale";

export const LANE_HEIGHT = 24;

interface Spot {
  date: string;
  time: string;
  times: number;
}

export interface Lane {
  mark: Mark;
  spots: Spot[];
}

/** What happened, one lane a kind, and only kinds that happened. A lane's word stands beside it. */
export function lanesOf(days: Day[]): Lane[] {
  const lanes = marks.map((mark) => ({ mark, spots: days.flatMap((day) => spot(day, mark)) }));
  return lanes.filter((lane) => lane.spots.length > 0);
}

function spot(day: Day, mark: Mark): Spot[] {
  const found = [
    ...day.moves.filter((move) => markOfKind(move.kind) === mark),
    ...day.effects.filter((effect) => markOfEffect(effect) === mark),
  ];
  return found[0] === undefined ? [] : [{ date: day.date, time: found[0].time, times: found.length }];
}

export function Lanes({ lanes, scale, top }: { lanes: Lane[]; scale: Scale; top: number }) {
  return (
    <g class="lanes">
      {lanes.map(({ mark, spots }, place) => {
        const y = top + (place + 0.5) * LANE_HEIGHT;
        return (
          <g key={mark}>
            <line class="lane" x1={scale.left} x2={scale.width} y1={y} y2={y} />
            <text class="lane-word" x={0} y={y + 4}>
              {markWord(mark)}
            </text>
            {spots.map(({ date, time, times }) => {
              const x = Math.min(Math.max(scale.x(time), scale.left + 7), scale.width - 8);
              return (
                <g key={date}>
                  <Icon mark={mark} x={x} y={y} />
                  {times > 1 && scale.dayWidth > 26 && (
                    <text class="times" x={x + 10} y={y + 4}>
                      ×{times}
                    </text>
                  )}
                </g>
              );
            })}
          </g>
        );
      })}
    </g>
  );
}
