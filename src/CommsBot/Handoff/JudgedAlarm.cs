using System.Text.Json.Serialization;

namespace CommsBot.Handoff;

/// <summary>How often staff closed the dangers that one rule called, and how often as a false alarm. Says nothing about a patient.</summary>
/// <param name="Rule">The phrase rule, or the net, that raised it.</param>
internal sealed record JudgedAlarm(
    [property: JsonPropertyName("rule"), JsonRequired] string Rule,
    [property: JsonPropertyName("kind"), JsonRequired] string Kind,
    [property: JsonPropertyName("lang"), JsonRequired] string Lang,
    [property: JsonPropertyName("closed"), JsonRequired] int Closed,
    [property: JsonPropertyName("falseAlarms"), JsonRequired] int FalseAlarms);
