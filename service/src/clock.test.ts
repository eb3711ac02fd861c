import { steadyClock } from "./clock.js";

test("a clock that is set back or forward moves no tick", () => {
  let wall = 1_000_000;
  let elapsed = 50;
  const clock = steadyClock(
    0,
    () => wall,
    () => elapsed,
  );
  expect(clock()).toBe(1_000_000);
  wall -= 3_600_000;
  elapsed += 10;
  expect(clock()).toBe(1_000_010);
  wall += 7_200_000;
  elapsed += 10;
  expect(clock()).toBe(1_000_020);
});

test("after a restart it goes on from the newest tick that was stored, though the clock was set back meanwhile", () => {
  const clock = steadyClock(
    1_000_000,
    () => 400_000,
    () => 0.7,
  );
  expect(clock()).toBe(1_000_000);
});

test("after a restart the time of the pause counts where the wall clock tells of it", () => {
  const clock = steadyClock(
    1_000_000,
    () => 1_200_000,
    () => 3,
  );
  expect(clock()).toBe(1_200_000);
});
