// A session of the working copy can only be in a room of its own meeting. What named another one is to be announced again.
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class RoomsOfTheOwnMeeting1764042100000 implements MigrationInterface {
  name = 'RoomsOfTheOwnMeeting1764042100000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE room ADD CONSTRAINT room_of_meeting UNIQUE (meeting_id, id)')
    await runner.query(`
      UPDATE session SET room_id = NULL FROM room
       WHERE room.id = session.room_id AND room.meeting_id <> session.meeting_id`)
    await runner.query(`
      ALTER TABLE session DROP CONSTRAINT session_room,
        ADD CONSTRAINT session_room_of_its_meeting FOREIGN KEY (meeting_id, room_id) REFERENCES room (meeting_id, id)`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE session DROP CONSTRAINT session_room_of_its_meeting,
        ADD CONSTRAINT session_room FOREIGN KEY (room_id) REFERENCES room`)
    await runner.query('ALTER TABLE room DROP CONSTRAINT room_of_meeting')
  }
}
