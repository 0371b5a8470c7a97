package io.stepgate.routing;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * The control surface of an SGLang server. Answers arrive in pieces, so that whoever collects them
 * can stop at a limit; an error status is thrown as {@code WebApplicationException}.
 */
@Path("/")
@Produces(MediaType.WILDCARD)
interface SglangControl {
  String AUTHORIZATION = "Authorization";

  @GET
  @Path("/health")
  Multi<byte[]> health(@HeaderParam(AUTHORIZATION) String authorization);

  @GET
  @Path("/v1/models")
  Multi<byte[]> models(@HeaderParam(AUTHORIZATION) String authorization);

  @GET
  @Path("/model_info")
  Multi<byte[]> modelInfo(@HeaderParam(AUTHORIZATION) String authorization);

  @GET
  @Path("/get_model_info")
  Multi<byte[]> getModelInfo(@HeaderParam(AUTHORIZATION) String authorization);

  @GET
  @Path("/server_info")
  Multi<byte[]> serverInfo(@HeaderParam(AUTHORIZATION) String authorization);

  @POST
  @Path("/abort_request")
  @Consumes(MediaType.APPLICATION_JSON)
  Multi<byte[]> abortRequest(@HeaderParam(AUTHORIZATION) String authorization, String json);

  @POST
  @Path("/flush_cache")
  Multi<byte[]> flushCache(@HeaderParam(AUTHORIZATION) String authorization);
}
