using System.Text.Json;
using CommsBot.Booking;

namespace CommsBot.Conversations;

/// <summary>What the bot remembers of one conversation between two turns. Handing back to the bot starts with an empty one.</summary>
internal sealed class DialogState
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The choices of the newest question, by label or digit; empty when nothing is asked.</summary>
    public List<Choice> Offered { get; set; } = [];
    public DateTimeOffset? OfferedAt { get; set; }

    /// <summary>When a digit that texts of two visits wait for was last asked about in vain; null when a clear answer came since.</summary>
    public DateTimeOffset? UnclearAt { get; set; }

    /// <summary>When a relation ("my wife") was answered with the question for the driver's name; null when nobody waits for one.</summary>
    public DateTimeOffset? DriverAskedAt { get; set; }

    /// <summary>Which of several people on this phone wrote last, while the bot waits for more from the same; null when nobody does.</summary>
    public string? SpeaksFor { get; set; }
    public DateTimeOffset? SpeaksAt { get; set; }

    public BookingForm? Booking { get; set; }

    /// <summary>The answer quoted last: "and for children?" leans on it.</summary>
    public string? LastAnswer { get; set; }

    public DangerEpisode? Episode { get; set; }

    /// <summary>When a warning sign after an infusion was last told; what follows is about it. Clinic time.</summary>
    public DateTimeOffset? WarnedAt { get; set; }

    /// <summary>When a refusal (too long, too fast) was last said; one a minute is enough.</summary>
    public DateTimeOffset? RefusedAt { get; set; }

    public static DialogState Read(string? json) => json is null ? new DialogState() : JsonSerializer.Deserialize<DialogState>(json, Json) ?? new DialogState();

    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>An open crisis or emergency: decides whether the full reply, the one line, or neither is due. Clinic time.</summary>
internal sealed record DangerEpisode(string Level, DateTimeOffset LastFull, DateTimeOffset LastLine)
{
    public const string CrisisEmergency = "crisis-emergency";
    public const string LowSugar = "low-sugar";
    public const string Violence = "violence";

    /// <summary>This long after an alarm what is written is about it before it is about anything else.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromMinutes(10);

    public bool IsNear(DateTimeOffset now) => now - LastLine < Near;

    /// <summary>Someone may be about to harm themselves: forms pause until staff close the ticket.</summary>
    public bool IsCrisis => Level.StartsWith(Outcome.Crisis, StringComparison.Ordinal);
}
