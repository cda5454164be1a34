/** What was wrong with a visitor's file, in words for the visitor. */
export class FileProblem extends Error {}
