/** About how long, for people: "45 s", "12 min", "3.5 h", "2 days". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "for ever";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  if (hours < 36) return `${tenth(hours)} h`;
  const days = hours / 24;
  if (days < 700) return `${tenth(days)} days`;
  return `${tenth(days / 365.25)} years`;
}

function tenth(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
