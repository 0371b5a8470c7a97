package io.stepgate.testing;

/**
 * The same behind a gateway of its own: a report tells eight models apart, and measurements that
 * are taken again need most of them.
 */
public class MeasuredBackendResource extends PacedBackendResource {}
