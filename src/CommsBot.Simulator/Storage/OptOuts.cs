namespace CommsBot.Simulator.Storage;

/// <summary>Phones that the network blocks, per sender: a Messaging Service blocks for all its numbers, a lone number for itself.</summary>
internal sealed class OptOuts(SimulatorDb db)
{
    public bool IsBlocked(string phone, ClinicLine line) => db.Query(
        "SELECT 1 FROM optouts WHERE phone = $phone AND scope = $scope", row => row.GetInt32(0), ("$phone", phone), ("$scope", Scope(line))).Count > 0;

    /// <summary>False when it was blocked before.</summary>
    public bool Block(string phone, ClinicLine line) =>
        db.Run("INSERT OR IGNORE INTO optouts (phone, scope) VALUES ($phone, $scope)", ("$phone", phone), ("$scope", Scope(line))) == 1;

    /// <summary>False when it was not blocked.</summary>
    public bool Unblock(string phone, ClinicLine line) =>
        db.Run("DELETE FROM optouts WHERE phone = $phone AND scope = $scope", ("$phone", phone), ("$scope", Scope(line))) == 1;

    private static string Scope(ClinicLine line) => line.MessagingServiceSid ?? line.Number;
}
