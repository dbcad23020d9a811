using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>What the host decides. Checked when the Direct Line services are built: every fault in one exception.</summary>
public sealed record DirectLineOptions
{
    /// <summary>
    /// The absolute http or https address browsers reach this server by, with a path if it lives below one. Stream addresses start with
    /// it.
    /// </summary>
    public required Func<Uri> PublicAddress { get; init; }

    /// <summary>The first key signs, each is accepted. Asked for on every call, so rotation needs no restart.</summary>
    public required Func<IReadOnlyList<DirectLineKey>> SigningKeys { get; init; }

    /// <summary>
    /// Who may mint tokens: the secret as it was sent, to what it stands for. Null: not one of ours. Compare hashes, not texts.
    /// </summary>
    public required Func<string, DirectLineSecret?> Secret { get; init; }

    /// <summary>
    /// 20 minutes to 7 days, 12 hours unless set. Clients refresh every 15 minutes while awake; a closed laptop does not.
    /// </summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a stream address may be opened after it was given out. 10 seconds to 5 minutes, 60 seconds unless set.</summary>
    public TimeSpan StreamUrlLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often an open stream looks for activities nobody woke it for. 500 milliseconds to 30 seconds, 3 seconds unless set.
    /// </summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Silence after which a stream gets an empty frame. 5 to 60 seconds, 20 unless set.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A client that does not take a frame within this time is cut off; it reconnects and misses nothing. 1 to 60 seconds, 10 unless
    /// set.
    /// </summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>1 to 256 KiB, 64 KiB unless set. Longer bodies are answered with 413.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;

    /// <summary>A frame that has reached this size is sent; one activity is never split. 1 to 256 KiB, 64 KiB unless set.</summary>
    public int MaxFrameBytes { get; init; } = 64 * 1024;

    /// <summary>1 to 50, 8 unless set. One more closes the oldest with the reason <c>collision</c>.</summary>
    public int MaxSocketsPerConversation { get; init; } = 8;

    /// <summary>Asked after the token was checked and before the body is read; a refusal (for example 429) ends the call.</summary>
    public Func<DirectLineRequest, CancellationToken, ValueTask<DirectLineRefusal?>>? Gate { get; init; }

    /// <summary>Words that end every error message, in the language of the token when there is one.</summary>
    public Func<DirectLineToken?, string?>? ErrorSuffix { get; init; }

    /// <summary>True for exceptions that mean "not reachable now": answered with 503 instead of 500.</summary>
    public Func<Exception, bool>? IsOutage { get; init; }

    /// <summary>Name of a CORS policy of the host; null leaves CORS alone.</summary>
    public string? CorsPolicy { get; init; }

    /// <exception cref="OptionsValidationException">Something is out of its range; names each.</exception>
    public void Validate()
    {
        List<string> faults = [];
        Check(nameof(TokenLifetime), TokenLifetime, TimeSpan.FromMinutes(20), TimeSpan.FromDays(7));
        Check(nameof(StreamUrlLifetime), StreamUrlLifetime, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
        Check(nameof(Recheck), Recheck, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
        Check(nameof(KeepAlive), KeepAlive, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
        Check(nameof(SendTimeout), SendTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Check(nameof(MaxBodyBytes), MaxBodyBytes, 1024, 256 * 1024);
        Check(nameof(MaxFrameBytes), MaxFrameBytes, 1024, 256 * 1024);
        Check(nameof(MaxSocketsPerConversation), MaxSocketsPerConversation, 1, 50);
        if (faults.Count > 0) throw new OptionsValidationException(nameof(DirectLineOptions), typeof(DirectLineOptions), faults);

        void Check<T>(string name, T value, T least, T most) where T : IComparable<T>
        {
            if (value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0) return;
            faults.Add($"{name} is {value}; it must be from {least} to {most}.");
        }
    }
}

/// <param name="Id">Stands in the token as <c>kid</c>.</param>
/// <param name="Bytes">At least 32 random bytes.</param>
public sealed record DirectLineKey(string Id, byte[] Bytes)
{
    public override string ToString() => Id;
}

/// <param name="Claims">Go into every token minted with this secret.</param>
public sealed record DirectLineSecret(IReadOnlyDictionary<string, string> Claims);

public enum DirectLineCall { GenerateToken, RefreshToken, Start, Reconnect, Read, Post, Upload, Session, Stream }

/// <param name="Token">Null when the caller showed a secret.</param>
public sealed record DirectLineRequest(DirectLineCall Call, DirectLineToken? Token, HttpContext Http);
