/** Pictures are drawn when they come near the screen. */
const NEAR = '1600px';

const waiting = new Map<Element, () => string>();
const queue: HTMLImageElement[] = [];
let drawing = false;

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      queue.push(target as HTMLImageElement);
    }
    if (!drawing) void drawQueue();
  },
  { rootMargin: NEAR },
);

/** Gives `image` the address that `make` makes once it is near the screen. */
export function drawSoon(image: HTMLImageElement, make: () => string): void {
  waiting.set(image, make);
  observer.observe(image);
}

/** One picture a task: an SVG picture costs the page milliseconds, and a shelf of them must not hold up a click. */
async function drawQueue(): Promise<void> {
  drawing = true;
  for (let image = queue.shift(); image; image = queue.shift()) {
    const make = waiting.get(image);
    waiting.delete(image);
    if (!make || !image.isConnected) continue;
    image.src = make();
    await new Promise((resume) => setTimeout(resume));
  }
  drawing = false;
}
