package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stepgate.json.ByteSink;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backend says of itself, as far as it is passed on. */
class ServerDescriptionTest {
  @Test
  void serverInfoOfARealServer_told_isItsUsefulPart() throws ParseFailure {
    String told =
        told(
            "{'model_path':'/models/step','served_model_name':'step','host':'10.0.0.1',"
                + "'api_key':'K1','admin_api_key':'K2','ssl_keyfile_password':'K3',"
                + "'launch_command':'sglang serve --api-key K1 --admin-api-key K2',"
                + "'tp_size':4,'ep_size':4,'quantization':null,'reasoning_parser':'step3p5',"
                + "'lora_paths':['/home/u/lora'],'log_requests_target':['/var/log/x'],"
                + "'chat_template':'/home/u/t.jinja','context_length':262144,"
                + "'json_model_override_args':'{}','max_running_requests':128,'dist_init_addr':'h:1',"
                + "'internal_states':[{'last_gen_throughput':12.5,'avg_spec_accept_length':2.9,"
                + "'memory_usage':{'weight':93.1,'kvcache':30,'graph':1.5,'token_capacity':9,"
                + "'pid':5},'step_time_dict':{'1':[0.1]},'admin_api_key':'K2','tp_size':4}],"
                + "'version':'0.5.23','kv_events':{'endpoint':'tcp://*:5557'},'unknown':7,'on':true}");

    assertEquals(
        "{'model_path':'/models/step','served_model_name':'step','tp_size':4,'ep_size':4,"
            + "'quantization':null,'reasoning_parser':'step3p5','context_length':262144,"
            + "'max_running_requests':128,"
            + "'internal_states':[{'last_gen_throughput':12.5,'avg_spec_accept_length':2.9,"
            + "'memory_usage':{'weight':93.1,'kvcache':30,'graph':1.5,'token_capacity':9},"
            + "'tp_size':4}],'version':'0.5.23'}",
        told);
  }

  @Test
  void modelInfoOfARealServer_told_isAllThere() throws ParseFailure {
    String info =
        "{'model_path':'m','served_model_name':'m','tokenizer_path':'m','is_generation':true,"
            + "'weight_version':'default','load_format':'auto','reasoning_parser':null,"
            + "'tool_call_parser':'step3p5','has_image_understanding':false,"
            + "'has_audio_understanding':false,'model_type':'step3p5',"
            + "'architectures':['Step3p5ForCausalLM']}";

    assertEquals(info, told(info));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a key where a number belongs | {'tp_size':'K1'}",
        "an object where a number belongs | {'tp_size':{'api_key':'K1'}}",
        "an object where a text belongs | {'version':{'version':'K1'}}",
        "an object in a list of texts | {'architectures':[{'version':'K1'}]}",
        "texts among states | {'internal_states':['K1']}",
        "a list in a list | {'internal_states':[['K1']]}",
        "a text as memory | {'internal_states':[{'memory_usage':'K1'}]}",
        "a state's member in memory | {'internal_states':[{'memory_usage':{'version':'K1'}}]}",
        "another spelling | {'Version':'K1','versi\\u006fn ':'K1'}"
      })
  void secretInAnotherShape_told_isLeftOut(String shape, String json) throws ParseFailure {
    assertEquals(-1, told(json).indexOf("K1"), shape);
  }

  @Test
  void veryLongText_told_isLeftOut() throws ParseFailure {
    assertEquals("{'tp_size':1}", told("{'version':'" + "x".repeat(513) + "','tp_size':1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "",
        "[]",
        "'text'",
        "{'tp_size':1",
        "{'a':[",
        "{'internal_states':[{",
        "{'architectures':['a'",
        "{'tp_size':1}}"
      })
  void noObject_told_isAFailure(String json) {
    assertThrows(ParseFailure.class, () -> told(json));
  }

  private static String told(String json) throws ParseFailure {
    ByteSink out = new ByteSink(64);
    ServerDescription.told(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), out);
    return new String(out.copy(), StandardCharsets.UTF_8).replace('"', '\'');
  }
}
