using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CommsBot.Simulator.Twilio;

/// <summary>A refusal in the shape of Twilio's API.</summary>
internal sealed record TwilioError(int Code, string Message, int Status = 400)
{
    public IResult ToResult() => Results.Json(
        new { code = Code, message = Message, more_info = $"https://www.twilio.com/docs/errors/{Code}", status = Status }, statusCode: Status);

    public static TwilioError NotFound(string resource) => new(20404, $"The requested resource {resource} was not found", 404);

    /// <summary>The refusal that a fault names by its HTTP status (400-599) or by Twilio's own code (20000-29999).</summary>
    public static TwilioError Fault(int code) => code switch
    {
        < 1000 => new(20000 + code, "Fault asked for by the simulator", code),
        20003 => new(code, "Authenticate", 401),
        >= 20400 and < 20600 => new(code, "Fault asked for by the simulator", code - 20000),
        _ => new(code, "Fault asked for by the simulator"),
    };
}
