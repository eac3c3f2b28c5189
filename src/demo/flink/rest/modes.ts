/** How a JobManager answers: 503, or not at all, while it is not `ok`. */
export type RestMode = 'ok' | 'unavailable' | 'silent';
/** A JobMaster that fails, or that does not answer. */
export type JobMasterMode = 'failing' | 'hung';
