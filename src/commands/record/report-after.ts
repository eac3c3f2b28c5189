/** What heals sooner is no news. */
export const reportAfterMs = 3000;
