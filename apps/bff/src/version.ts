/** The version of the API and of the application. */
export const version = '0.1.0'
