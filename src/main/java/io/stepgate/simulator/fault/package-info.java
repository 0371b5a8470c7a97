/**
 * Fault injection: makes the answer to one call late, wrong, broken or absent, as that call asked.
 *
 * <p><b>Parcel in:</b> the header {@code x-simulate} and the body's field {@code simulate}.
 * <b>Parcel out:</b> a {@code FaultInjection}, which {@code FaultInjector} brings to bear before an
 * answer and {@code FaultyStream} within a stream.
 *
 * <p><b>May import:</b> {@code engine}, {@code script}, {@code wire}, {@code http}, bare Vert.x and
 * the JDK.
 *
 * <p><b>How to extend:</b> a fault is a constant in {@code FaultInjection.Kind}, with its effect in
 * {@code FaultInjector} or {@code FaultyStream}.
 */
package io.stepgate.simulator.fault;
