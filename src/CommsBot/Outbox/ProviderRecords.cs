namespace CommsBot.Outbox;

/// <summary>What the provider keeps of texts, for whoever must have it removed.</summary>
internal sealed class ProviderRecords(ITextCarrier carrier)
{
    /// <summary>Removes the whole record of a text, sent or received; true also when it is not there.</summary>
    public Task<bool> DeleteAsync(string sid) => carrier.DeleteAsync(sid);
}
