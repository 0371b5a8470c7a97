package io.stepgate.deploy;

/**
 * Something to know about a choice.
 *
 * @param id fixed name, for a program
 * @param text one or two sentences, for a person
 */
record Note(String id, String text) {}
