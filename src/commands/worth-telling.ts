/** What heals sooner is no news. */
export const worthTellingMs = 3000;
