// Keeps the end of the conversation visible while it grows, unless the user scrolled up.

const NEAR_END_PIXELS = 48;

/**
 * @param button The button that goes to the end. It is visible if the end is not.
 * @returns A function that goes to the end.
 */
export function followEnd(button) {
  const page = document.scrollingElement;
  const distance = () => page.scrollHeight - page.clientHeight - page.scrollTop;
  let isFollowing = true;
  let lastTop = 0;

  const update = following => {
    isFollowing = following;
    button.hidden = following;
  };
  const goToEnd = () => {
    update(true);
    page.scrollTop = page.scrollHeight;
  };

  // Only the user scrolls up. The distance is not sufficient: the content can grow before the event of the last scroll is fired.
  document.addEventListener('scroll', () => {
    if (distance() <= NEAR_END_PIXELS)
      update(true);
    else if (page.scrollTop < lastTop)
      update(false);
    lastTop = page.scrollTop;
  }, { passive: true });
  new ResizeObserver(() => isFollowing && goToEnd()).observe(document.body);
  button.addEventListener('click', goToEnd);
  return goToEnd;
}
