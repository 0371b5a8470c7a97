/**
 * Decides whether this caller may use the gateway now, and holds its permit.
 *
 * <p><b>Parcel in:</b> the {@code Authorization} header and whether the caller sits on loopback.
 * <b>Parcel out:</b> an {@link io.stepgate.admission.Admitted}, which only this room can make:
 * "routed without being admitted" does not compile. Closing it gives the permit back.
 *
 * <p>It happens in two steps, because the key is checked before the body is read and the permit is
 * taken after: {@link io.stepgate.admission.Admission#identify} gives a {@link
 * io.stepgate.admission.Caller}, {@link io.stepgate.admission.Admission#admit} turns it into a
 * {@link io.stepgate.admission.Ticket} for the queue. Every "no" is a {@link
 * io.stepgate.admission.Refusal}. In doubt the answer is no: a keys file that cannot be read stops
 * the start, and one that breaks later leaves the old keys in force.
 *
 * <p>Bodies come before the permit, so they have a budget of their own: a {@link
 * io.stepgate.admission.HeldBody} takes bytes from it as they come.
 *
 * <p><b>May import:</b> {@code config}, {@code openai}.
 *
 * <p><b>To extend:</b> another reason to say no is one constant in {@code Refusal.Kind}, raised
 * here and given its status in the front door's error table.
 */
package io.stepgate.admission;
