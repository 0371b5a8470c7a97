/**
 * The front door and the corridor: HTTP in, the order of rooms, HTTP out, one error table.
 *
 * <p><b>Parcel in:</b> an HTTP request. <b>Parcel out:</b> an HTTP answer. {@link
 * io.stepgate.edge.Exchange} is the one place where the order of the rooms is written down; {@link
 * io.stepgate.edge.ErrorTable} the one place that knows which failure has which HTTP status.
 *
 * <p><b>May import:</b> {@code config}, {@code json}, {@code openai}, {@code admission}, {@code
 * routing}, {@code relay}, {@code parse}, {@code deploy}. It composes and announces; whatever
 * decides about text, health or keys lives in a room.
 *
 * <p><b>How to extend:</b> a path is a line in {@link io.stepgate.edge.Doors}, with who may use it;
 * a new kind of request an {@link io.stepgate.edge.Errand}; who wants to watch implements {@link
 * io.stepgate.edge.ExchangeObserver} as a bean. {@link io.stepgate.edge.TraceHeaders} is the one
 * thing that a bean outside may say to a backend.
 *
 * <p>The config generator's door, {@link io.stepgate.edge.GeneratorEndpoint}, leads past the other
 * rooms straight to {@code deploy}. Its page is the resource {@code config-generator.html}; the
 * browser test in {@code src/test/browser} uses it as a person does.
 */
package io.stepgate.edge;
